using System.Collections.Concurrent;

namespace Azu.Cli.Tests;

/// <summary>The command line in this process, in a directory of its own and with an environment of its own.</summary>
internal sealed class AzuShell : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public string Directory => _directory.Path;

    public ConcurrentDictionary<string, string> Variables { get; } = new();

    /// <summary>What is typed at a prompt; null: nobody is there.</summary>
    public string? Answer { get; init; }

    /// <summary>Whether the output is a screen.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether the machine is said to run Windows, whatever it runs.</summary>
    public bool IsWindows { get; init; }

    /// <summary>The columns of that screen.</summary>
    public int Width { get; init; } = 140;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the output goes instead of into the result.</summary>
    public TextWriter? Out { get; init; }

    public Task<AzuResult> RunAsync(params string[] args) => RunAsync(args, CancellationToken.None);

    public async Task<AzuResult> RunAsync(string[] args, CancellationToken cancellation)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var environment = new CliEnvironment
        {
            Directory = Directory,
            Variable = name => Variables.GetValueOrDefault(name),
            In = new StringReader(Answer ?? ""),
            Out = Out ?? output,
            Error = error,
            IsInputTerminal = Answer is not null,
            IsOutputTerminal = IsTerminal,
            Width = Width,
            IsWindows = IsWindows,
            Time = Time,
        };
        var exitCode = await AzuCommandLine.RunAsync(args, environment, cancellation);
        return new(exitCode, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }

    public string PathOf(string name) => Path.Combine(Directory, name);

    public string Read(string name) => File.ReadAllText(PathOf(name)).ReplaceLineEndings("\n");

    public void Write(string name, string text)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }

    /// <summary>Every file below, with its text.</summary>
    public IReadOnlyDictionary<string, string> Files() => System.IO.Directory.EnumerateFiles(Directory, "*", SearchOption.AllDirectories)
        .ToDictionary(p => Path.GetRelativePath(Directory, p), File.ReadAllText);

    public void Dispose() => _directory.Dispose();
}
