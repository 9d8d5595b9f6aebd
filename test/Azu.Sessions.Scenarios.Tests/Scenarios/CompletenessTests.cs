namespace Azu.Sessions.Scenarios.Tests;

/// <summary>No scenario is forgotten on a store.</summary>
public sealed class CompletenessTests
{
    private static readonly Type[] s_types = typeof(IScenarioStore).Assembly.GetExportedTypes();

    [Fact]
    public void Each_scenario_has_a_class_on_each_store()
    {
        var scenarios = s_types.Where(type =>
            type is { IsAbstract: true, IsGenericTypeDefinition: true } && type.BaseType is { IsGenericType: true } b
            && b.GetGenericTypeDefinition() == typeof(StoreScenarios<>)).ToList();
        var stores = s_types.Where(type => type.IsClass && typeof(IScenarioStore).IsAssignableFrom(type)).ToList();
        var run = s_types.Where(type => type.IsSealed).Select(type => type.BaseType).ToHashSet();
        Assert.NotEmpty(scenarios);
        Assert.NotEmpty(stores);
        Assert.All(scenarios, scenario => Assert.All(stores, store => Assert.Contains(scenario.MakeGenericType(store), run)));
    }
}
