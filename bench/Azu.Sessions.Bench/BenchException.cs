namespace Azu.Sessions.Bench;

/// <summary>The run cannot go on; the message says what to do.</summary>
internal sealed class BenchException(string message) : Exception(message);
