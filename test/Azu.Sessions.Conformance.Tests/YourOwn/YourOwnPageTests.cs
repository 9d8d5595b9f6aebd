namespace Azu.Sessions.Conformance.Tests;

public sealed class YourOwnPageTests
{
    [Theory]
    [InlineData("FolderStore.cs")]
    [InlineData("InFolder.cs")]
    public void The_page_shows_the_store_that_the_kit_has_proved(string file)
    {
        var code = RepositoryTree.Read($"test/Azu.Sessions.Conformance.Tests/YourOwn/{file}").Split("namespace Azu.Sessions.Conformance.Tests;\n\n")[1];
        Assert.Contains($"```csharp\n{code}```\n", RepositoryTree.Read("docs/stores/your-own.md"), StringComparison.Ordinal);
    }
}
