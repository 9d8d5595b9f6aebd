namespace Azu.Sessions;

/// <summary>About how many sessions a store holds.</summary>
/// <param name="Count">How many, expired ones that are not yet cleaned up included.</param>
/// <param name="Age">How old the figure is; zero where it was found just now.</param>
public readonly record struct SessionEstimate(long Count, TimeSpan Age);
