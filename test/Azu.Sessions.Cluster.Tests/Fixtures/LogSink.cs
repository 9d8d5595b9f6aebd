using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.Cluster.Tests;

/// <summary>Keeps the log of one node.</summary>
internal sealed class LogSink : ILoggerProvider
{
    private readonly ConcurrentQueue<(int Event, string Text)> _lines = new();

    public int Count(int eventId) => _lines.Count(l => l.Event == eventId);

    public string Text(int eventId) => _lines.First(l => l.Event == eventId).Text;

    public ILogger CreateLogger(string categoryName) => new Logger(_lines);

    public void Dispose() { }

    private sealed class Logger(ConcurrentQueue<(int, string)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((eventId.Id, formatter(state, exception) + exception));
    }
}
