namespace Azu.Sessions.Conformance.Tests;

public sealed class MutantTests
{
    public static TheoryData<string> Names => [.. Mutants.ByName.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task The_kit_judges_each_mutant_as_the_table_says(string name) => Mutants.ByName[name].HoldsAsync();

    [Fact]
    public void The_page_lists_the_mutants()
    {
        var expected = MutantTable.Text();
        if (RepositoryTree.Read(MutantTable.Path) == expected) return;
        var written = Path.Combine(AppContext.BaseDirectory, "mutants.md");
        File.WriteAllText(written, expected);
        Assert.Fail($"{MutantTable.Path} does not list the mutants as they are. Put {written} in its place.");
    }
}
