namespace Azu.Sessions;

/// <summary>What came of an echo that arrived.</summary>
internal enum EchoOutcome
{
    /// <summary>It proves that everything which was announced before it was sent has arrived.</summary>
    Accepted,

    /// <summary>It proves nothing any more: it took too long, or there was an interruption since it was sent.</summary>
    Late,

    /// <summary>One that was sent before it never came: messages are being lost.</summary>
    Missing,

    /// <summary>It is not awaited: it came before, or was never sent.</summary>
    Stray,
}

/// <summary>
/// The right to use copies, for a span from the <em>sending</em> of the last echo that came back. Events only help, they decide nothing: a node
/// that hears nothing, is paused, or is cut off in silence loses the right by the passing of time alone.
/// <para>
/// Why it bounds what a copy can miss: an echo comes back behind every announcement that was published before it was sent, unless there
/// was an interruption. So a copy that is there after an echo came back has missed nothing older than that echo's sending. Who looks a copy
/// up reads <see cref="Until"/> first, then the copy, then the clock: in this order the three belong together.
/// </para>
/// </summary>
internal sealed class CacheLease(TimeSpan length, TimeProvider time)
{
    private const long Never = long.MinValue;

    private readonly long _length = Timestamps.Of(length, time);
    private readonly Lock _lock = new();
    private readonly Queue<Echo> _awaited = new();
    private long _until = Never;
    private long _provenAt = Never;
    private long _interruptions;
    private long _lastNumber;

    /// <summary>The timestamp at which the right ends; in the past while there is none.</summary>
    public long Until => Volatile.Read(ref _until);

    public bool IsHeld => time.GetTimestamp() < Until;

    /// <summary>How often messages were lost, or may have been.</summary>
    public long Interruptions => Volatile.Read(ref _interruptions);

    /// <summary>Whether everything that was announced more than so long ago has arrived, although perhaps nothing since.</summary>
    public bool WasProvenWithin(TimeSpan span) => Volatile.Read(ref _provenAt) is var at && at != Never && time.GetTimestamp() - at < Timestamps.Of(span, time);

    /// <summary>An echo is about to be sent. Returns its number.</summary>
    public long Send()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            // What is older than the span can prove nothing; if one of these was lost, so is the lease, and when it returns all copies go.
            while (_awaited.TryPeek(out var oldest) && now - oldest.SentAt > _length) _awaited.Dequeue();
            _awaited.Enqueue(new(++_lastNumber, now, _interruptions));
            return _lastNumber;
        }
    }

    /// <summary>The servers have taken the echo: it comes back, or messages are being lost.</summary>
    public void Confirm(long number)
    {
        lock (_lock)
        {
            foreach (var echo in _awaited)
            {
                if (echo.Number == number) echo.IsConfirmed = true;
            }
        }
    }

    /// <summary>An echo has come back.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="dropAll">Drops every copy and every load under way: where the right begins again, what they missed is unknown.</param>
    public EchoOutcome Return(long number, Action dropAll)
    {
        lock (_lock)
        {
            if (number > _lastNumber) return EchoOutcome.Stray;
            var isMissing = false;
            while (_awaited.TryPeek(out var earlier) && earlier.Number < number)
            {
                isMissing |= earlier.IsConfirmed;
                _awaited.Dequeue();
            }

            if (!_awaited.TryPeek(out var echo) || echo.Number != number) return EchoOutcome.Stray;
            _awaited.Dequeue();
            if (isMissing)
            {
                Invalidate();
                return EchoOutcome.Missing;
            }

            var now = time.GetTimestamp();
            var until = echo.SentAt + _length;
            if (echo.Interruptions != _interruptions || until <= now) return EchoOutcome.Late;
            if (now >= _until) dropAll();
            Volatile.Write(ref _provenAt, echo.SentAt);
            // Last: a reader that sees the right sees no copy from before it.
            Volatile.Write(ref _until, until);
            return EchoOutcome.Accepted;
        }
    }

    /// <summary>Messages may have been lost. Only an echo that is sent from now on can bring the right back.</summary>
    public void Interrupt()
    {
        lock (_lock) Invalidate();
    }

    private void Invalidate()
    {
        Volatile.Write(ref _interruptions, _interruptions + 1);
        Volatile.Write(ref _until, Never);
    }

    private sealed class Echo(long number, long sentAt, long interruptions)
    {
        public long Number => number;

        public long SentAt => sentAt;

        /// <summary>How many interruptions there had been when it was sent.</summary>
        public long Interruptions => interruptions;

        public bool IsConfirmed { get; set; }
    }
}
