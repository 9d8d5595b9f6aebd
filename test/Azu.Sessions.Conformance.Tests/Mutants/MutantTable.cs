using System.Text;

namespace Azu.Sessions.Conformance.Tests;

/// <summary>The page that lists the mutants.</summary>
internal static class MutantTable
{
    public const string Path = "docs/stores/mutants.md";

    public static string Text()
    {
        var caught = Mutants.ByName.Values.Count(mutant => mutant.Verdict != "allowed");
        var page = new StringBuilder($"""
            # Stores that the conformance kit catches

            Each line is a store with one fault: what it does, and the fact of the kit that fails. `allowed` marks a store that looks faulty and keeps the contract.
            The kit catches {caught} of {Mutants.ByName.Count}, and lets the others pass. The stores are in [Mutants](../../test/Azu.Sessions.Conformance.Tests/Mutants); a test runs each, and another compares this page with them.

            """.ReplaceLineEndings("\n"));
        foreach (var (title, mutants) in Mutants.Groups)
        {
            page.Append('\n').Append($"## {title}\n| Store | Fault | Caught by |\n|---|---|---|\n");
            foreach (var mutant in mutants) page.Append($"| {mutant.Name} | {mutant.Fault} | {mutant.Verdict} |\n");
        }
        return page.ToString();
    }
}
