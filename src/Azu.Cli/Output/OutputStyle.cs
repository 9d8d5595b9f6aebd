namespace Azu.Cli;

/// <summary>For whom a command writes.</summary>
internal enum OutputStyle
{
    /// <summary>A person at a screen: colours, tables, bars that move.</summary>
    Terminal,

    /// <summary>A file, a pipe, or a person who wants no colours: lines of text.</summary>
    Plain,

    /// <summary>A program: one JSON document.</summary>
    Json,
}
