namespace Azu.Cli;

/// <summary>The reader of the output.</summary>
internal enum OutputStyle
{
    /// <summary>Colours, tables and moving bars, for a screen.</summary>
    Terminal,

    /// <summary>Lines of text without colours, for a file, a pipe or NO_COLOR.</summary>
    Plain,

    /// <summary>One JSON document, for a program.</summary>
    Json,
}
