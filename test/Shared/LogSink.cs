using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.TestSupport;

/// <summary>Keeps every log line of one application, with its exception.</summary>
internal sealed class LogSink : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyCollection<LogLine> Lines => _lines;

    public int Count(int eventId) => _lines.Count(l => l.Event == eventId);

    /// <summary>The first line of an event.</summary>
    public string Text(int eventId) => _lines.First(l => l.Event == eventId).Text;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(new(eventId.Id, logLevel, formatter(state, exception) + exception));

    public void Dispose() { }
}

internal sealed record LogLine(int Event, LogLevel Level, string Text)
{
    public bool Contains(string text) => Text.Contains(text, StringComparison.Ordinal);
}
