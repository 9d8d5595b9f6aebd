using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Listens to all logs, traces and metrics of an application, and knows every token that it issued: none may appear in what it says.</summary>
public sealed class SecretSink : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<string, bool> _tokens = new();
    private readonly ActivityListener _traces;
    private readonly MeterListener _metrics = new();

    public SecretSink()
    {
        _traces = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Azu.Sessions",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _lines.Enqueue($"trace {activity.DisplayName} {string.Join(' ', activity.TagObjects)} {activity.StatusDescription}"),
        };
        ActivitySource.AddActivityListener(_traces);
        _metrics.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Azu.Sessions") listener.EnableMeasurementEvents(instrument);
        };
        _metrics.SetMeasurementEventCallback<long>(Note);
        _metrics.SetMeasurementEventCallback<double>(Note);
        _metrics.Start();
    }

    /// <summary>What was logged, traced and measured so far.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Waits until something was said.</summary>
    public async Task UntilAsync(Func<string, bool> isSaid)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!_lines.Any(isSaid)) await Task.Delay(10, limit.Token);
    }

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void NoteToken(string token)
    {
        if (token.Length > 20) _tokens.TryAdd(token, true);
    }

    public void AssertNoSecretWasTold()
    {
        if (_tokens.IsEmpty) return;
        var text = string.Join('\n', _lines);
        // All tokens in one pass: a scenario of many rounds issues thousands.
        Assert.Equal(-1, text.AsSpan().IndexOfAny(SearchValues.Create([.. _tokens.Keys.SelectMany(Spellings)], StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>What of a token may appear nowhere. Of a reference token that is its secret, in every usual spelling; its id is public.</summary>
    private static IEnumerable<string> Spellings(string token)
    {
        const int Enough = 24;
        if (token.Length != 92 || !Base64Url.IsValid(token)) return [token];
        var secret = Base64Url.DecodeFromChars(token).AsSpan(21, 32).ToArray();
        return [token[28..(28 + Enough)], Convert.ToHexString(secret)[..Enough], Convert.ToBase64String(secret)[..Enough]];
    }

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    private void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) where T : struct =>
        _lines.Enqueue($"metric {instrument.Name} {value} {string.Join(' ', tags.ToArray())}");

    private sealed class Writer(SecretSink sink, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            sink._lines.Enqueue($"{logLevel} {category}[{eventId.Id}] {formatter(state, exception)} {exception}");
    }
}
