using System.Runtime.CompilerServices;

namespace Azu.Sessions.Conformance.Tests;

/// <summary>A store with one fault, and the fact of the kit that catches it; or one that only looks faulty, and that the kit lets pass.</summary>
internal sealed record Mutant(string Name, string Fault, string Verdict, Func<Task> HoldsAsync)
{
    /// <summary>The kit catches the store by <paramref name="fact"/>.</summary>
    public static Mutant Caught<TFacts>(string fault, Func<TFacts, Task> fact, [CallerArgumentExpression(nameof(fact))] string said = "")
        where TFacts : IAsyncLifetime, new() =>
        new(StoreOf(typeof(TFacts)), fault, $"`{KitOf(typeof(TFacts))}.{FactOf(said)}`", () => Tests.Caught.ByAsync(fact));

    /// <summary>The contract allows what the store does: <paramref name="fact"/>, which comes nearest, passes.</summary>
    public static Mutant Allowed<TFacts>(string fault, Func<TFacts, Task> fact)
        where TFacts : IAsyncLifetime, new() =>
        new(StoreOf(typeof(TFacts)), fault, "allowed", async () =>
        {
            await using var facts = new TFacts();
            await facts.InitializeAsync();
            await fact(facts);
        });

    private static string StoreOf(Type facts) => facts.GenericTypeArguments[0].Name;

    private static string KitOf(Type facts) => facts.BaseType!.Name.Split('`')[0];

    private static string FactOf(string said) => said[(said.IndexOf('.', StringComparison.Ordinal) + 1)..].Split('(')[0];
}
