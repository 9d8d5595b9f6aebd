namespace Azu.Sessions.Conformance.Tests;

/// <summary>All of them, in the order of the table.</summary>
internal static class Mutants
{
    public static IReadOnlyList<(string Title, IReadOnlyList<Mutant> Mutants)> Groups { get; } =
    [
        ("Creating, updating, touching", MutantsOfWrites.All),
        ("Removing, and records that cannot be read", MutantsOfRemovals.All),
        ("Lists, sweeps, clearing", MutantsOfLists.All),
        ("Lists for revocation, and walks past unreadable records", MutantsOfIdLists.All),
        ("Times, texts, bytes, and the clock", MutantsOfContent.All),
        ("Failures, and calls that are given up", MutantsOfFailures.All),
        ("What a store may offer beside its contract", MutantsOfExtras.All),
        ("The audit", MutantsOfAudits.All),
    ];

    public static IReadOnlyDictionary<string, Mutant> ByName { get; } = Groups.SelectMany(group => group.Mutants)
        .ToDictionary(mutant => mutant.Name, StringComparer.Ordinal);
}
