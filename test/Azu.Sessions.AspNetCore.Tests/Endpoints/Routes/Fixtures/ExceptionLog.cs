using System.Collections.Concurrent;

namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>The exceptions that an application logged.</summary>
internal sealed class ExceptionLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<Exception> _exceptions = new();

    public IEnumerable<Exception> Exceptions => _exceptions;

    public void Clear() => _exceptions.Clear();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null) _exceptions.Enqueue(exception);
    }

    public void Dispose() { }
}
