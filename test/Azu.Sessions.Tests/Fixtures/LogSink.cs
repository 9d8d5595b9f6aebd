using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.Tests;

/// <summary>Keeps every log line of one application, with its exception.</summary>
internal sealed class LogSink : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyCollection<LogLine> Lines => _lines;

    public int Count(int eventId) => _lines.Count(l => l.Event == eventId);

    public ILogger CreateLogger(string categoryName) => new Logger(_lines);

    public void Dispose() { }

    private sealed class Logger(ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new(eventId.Id, logLevel, formatter(state, exception) + exception));
    }
}

internal sealed record LogLine(int Event, LogLevel Level, string Text);
