namespace Azu.Sessions.Scenarios.Tests.Processes;

public sealed class CompilerTests(SqliteFleet fleet) : FleetScenarios(fleet)
{
    /// <summary>A test of the tests: a run that is meant for published applications does not quietly run others.</summary>
    [Fact]
    public async Task The_processes_are_of_the_compiler_that_the_run_is_about()
    {
        foreach (var node in Fleet.Nodes) Assert.Equal(ApplicationProgram.Compiler, await node.CompilerAsync());
    }
}
