namespace Azu.Cli.Tests;

/// <summary>Which project a setup changes.</summary>
public sealed class ProjectChoiceTests
{
    [Theory]
    [InlineData("src/Shop/Shop.csproj")]
    [InlineData("src/Shop")]
    public async Task A_project_elsewhere_is_chosen_by_its_file_or_folder_and_named_first(string choice)
    {
        using var azu = new AzuShell();
        azu.Write("src/Shop/Shop.csproj", NewWebProject.ProjectFile);
        azu.Write("src/Shop/Program.cs", NewWebProject.Program);
        var result = await azu.RunAsync("session:setup", "--project", choice);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("project    src/Shop/Shop.csproj\n", result.Out, StringComparison.Ordinal);
        Assert.Contains($"  cd {Path.Combine("src", "Shop")}\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("builder.AddSessions();", azu.Read("src/Shop/Program.cs"), StringComparison.Ordinal);
        Assert.Equal(["src"], Directory.EnumerateFileSystemEntries(azu.Directory).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public async Task Of_several_projects_in_a_folder_the_chosen_one_is_changed()
    {
        using var azu = new AzuShell();
        azu.Write("a.csproj", NewWebProject.ProjectFile);
        azu.Write("b.csproj", NewWebProject.ProjectFile);
        azu.Write("Program.cs", NewWebProject.Program);
        Assert.Equal(0, (await azu.RunAsync("session:setup", "-p", "b.csproj")).ExitCode);
        Assert.Equal(NewWebProject.ProjectFile, azu.Read("a.csproj"));
        Assert.Contains("Azu.Sessions", azu.Read("b.csproj"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop.fsproj", null, "shop.fsproj is not a C# project, and session:setup writes only C#.")]
    [InlineData("shop.vbproj", null, "shop.vbproj is not a C# project, and session:setup writes only C#.")]
    [InlineData("shop.fsproj", "shop.fsproj", "shop.fsproj is not a C# project, and session:setup writes only C#.")]
    [InlineData("shop.csproj", "lost.csproj", "lost.csproj does not exist.")]
    [InlineData("shop.txt", "shop.txt", "shop.txt is not a C# project.")]
    public async Task A_project_that_cannot_be_set_up_fails_and_stays(string file, string? choice, string message)
    {
        using var azu = new AzuShell();
        azu.Write(file, NewWebProject.ProjectFile);
        var result = await azu.RunAsync(choice is null ? ["session:setup"] : ["session:setup", "--project", choice]);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(message, result.Error, StringComparison.Ordinal);
        Assert.Equal([file], azu.Files().Keys);
    }
}
