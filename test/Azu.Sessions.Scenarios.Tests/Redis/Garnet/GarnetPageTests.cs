namespace Azu.Sessions.Scenarios.Tests.Redis;

public sealed class GarnetPageTests
{
    [Fact]
    public void Every_test_that_does_not_run_on_Garnet_is_named_with_a_reason() => GarnetPage.AssertNamesWhatDoesNotRun(typeof(GarnetPageTests));
}
