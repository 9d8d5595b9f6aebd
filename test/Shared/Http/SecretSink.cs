using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.TestSupport;

/// <summary>Listens to all logs, traces and metrics of an application, and knows every token that it issued: none may appear in what it says.</summary>
public sealed class SecretSink : ILoggerProvider
{
    /// <summary>More than this a test reads at no time. What is older is looked through and forgotten: a long disturbance says millions of things.</summary>
    private const int MostLines = 50_000;

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Lock _forgetting = new();
    private readonly ConcurrentDictionary<string, bool> _tokens = new();
    private readonly ActivityListener _traces;
    private readonly MeterListener _metrics = new();

    public SecretSink()
    {
        _traces = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Azu.Sessions",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Note($"trace {activity.DisplayName} {string.Join(' ', activity.TagObjects)} {activity.StatusDescription}"),
        };
        ActivitySource.AddActivityListener(_traces);
    }

    /// <summary>Listens to the metrics of one application: others may run beside it.</summary>
    public void ListenTo(IMeterFactory meters)
    {
        _metrics.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Azu.Sessions" && ReferenceEquals(instrument.Meter.Scope, meters)) listener.EnableMeasurementEvents(instrument);
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

    public void AssertNoSecretWasTold() => Assert.False(TellsSecret(_lines), "A log line, a trace or a metric holds a secret.");

    private bool TellsSecret(IEnumerable<string> lines)
    {
        if (_tokens.IsEmpty) return false;
        var text = string.Join('\n', lines);
        // All tokens in one pass: a scenario of many rounds issues thousands.
        return text.AsSpan().IndexOfAny(SearchValues.Create([.. _tokens.Keys.SelectMany(Spellings)], StringComparison.OrdinalIgnoreCase)) >= 0;
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
        Note($"metric {instrument.Name} {value} {string.Join(' ', tags.ToArray())}");

    private void Note(string line)
    {
        _lines.Enqueue(line);
        if (_lines.Count <= MostLines || !_forgetting.TryEnter()) return;
        try
        {
            var oldest = new List<string>();
            while (oldest.Count < MostLines / 2 && _lines.TryDequeue(out var old)) oldest.Add(old);
            // What tells a secret stays, for the end of the test to find.
            if (TellsSecret(oldest)) foreach (var old in oldest) _lines.Enqueue(old);
        }
        finally
        {
            _forgetting.Exit();
        }
    }

    private sealed class Writer(SecretSink sink, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            sink.Note($"{logLevel} {category}[{eventId.Id}] {formatter(state, exception)} {exception}");
    }
}
