using System.Diagnostics.CodeAnalysis;

namespace Azu.Sessions.Conformance;

/// <summary>
/// Guards a store's conformance tests themselves: the store claims what it has, and the assembly that holds the derived class derives one
/// from each class of the kit that applies to what is claimed. No fact is ever skipped in silence: what applies is run, and what is missing fails here.
/// </summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class ConformanceIsComplete<TStore> : StoreFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>An option that needs a capability is checked against the claim, so the claim must be true.</summary>
    [Fact]
    public void The_store_claims_what_it_gives()
    {
        Assert.True(Rig.Index is not null == Claims(SessionCapabilities.Index),
            Rig.Index is null ? "The store claims an index and gives none." : "The store gives an index and does not claim it.");
        Assert.True(Rig.Index is not null || !Claims(SessionCapabilities.ReportsExpiry), "ReportsExpiry needs an index.");
        Assert.True(Rig is SharedStoreUnderTest == (Claims(SessionCapabilities.Shared) || Claims(SessionCapabilities.Durable)),
            $"A store that is shared or durable is tested through a {nameof(SharedStoreUnderTest)}, and only such a store.");
        Assert.True(Rig is not SharedStoreUnderTest || Rig.Unreachable is not null,
            $"A {nameof(SharedStoreUnderTest)} gives an {nameof(StoreUnderTest.Unreachable)} store: the same kind, at a place where nothing answers.");
    }

    /// <summary>Fails with the lines that are missing.</summary>
    [Fact]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A test assembly is not trimmed.")]
    public void Every_class_of_the_kit_that_applies_is_derived()
    {
        var derived = GetType().Assembly.GetExportedTypes().Where(type => !type.IsAbstract).SelectMany(KitClasses).ToHashSet();
        var name = typeof(TStore).Name;
        var missing = Applicable().Where(kit => !derived.Contains(kit)).Select(kit => kit.Name[..kit.Name.IndexOf('`')]).ToList();
        Assert.True(missing.Count == 0,
            string.Join('\n', [$"These classes of the conformance kit apply to {name} and are not run:",
                .. missing.Select(kit => $"public sealed class {name}{kit} : {kit}<{name}>;")]));
    }

    private IEnumerable<Type> Applicable()
    {
        IEnumerable<Type> applicable =
        [
            typeof(CreateConformance<>), typeof(UpdateConformance<>), typeof(TouchConformance<>), typeof(RemoveConformance<>),
            typeof(ExpiryConformance<>), typeof(RoundTripConformance<>), typeof(IsolationConformance<>), typeof(CancellationConformance<>),
            typeof(StoreRaces<>), typeof(RemoveConditionConformance<>), typeof(RemoveRaces<>), typeof(UnreadableConformance<>),
        ];
        if (Store is ISessionPresence) applicable = applicable.Append(typeof(PresenceConformance<>));
        if (Store is IPreparedStore) applicable = applicable.Append(typeof(PreparedConformance<>));
        if (Store is ISessionAudit { IsAuditing: true }) applicable = applicable.Append(typeof(AuditConformance<>));
        if (Claims(SessionCapabilities.Index))
        {
            applicable =
            [
                .. applicable, typeof(ListConformance<>), typeof(LookupConformance<>), typeof(ClearConformance<>), typeof(IndexRaces<>),
                typeof(ListIdsConformance<>), typeof(UnreadableListConformance<>), typeof(EstimateConformance<>),
            ];
            applicable = applicable.Append(Claims(SessionCapabilities.ReportsExpiry) ? typeof(ReportedExpiryConformance<>) : typeof(SilentExpiryConformance<>));
        }
        if (Rig is not SharedStoreUnderTest) return applicable;
        applicable = [.. applicable, typeof(SharedStoreConformance<>), typeof(UnreachableConformance<>), typeof(GivenUpConformance<>)];
        if (Store is ISessionNodes) applicable = applicable.Append(typeof(NodesConformance<>));
        if (Store is ISessionClock) applicable = applicable.Append(typeof(ClockConformance<>));
        if (Store is IAnnouncingStore) applicable = applicable.Append(typeof(AnnouncementConformance<>));
        if (!Claims(SessionCapabilities.Index)) return applicable;
        if (Store is IAnnouncingStore) applicable = applicable.Append(typeof(AnnouncedClearConformance<>));
        return applicable.Append(typeof(NeighbourConformance<>));
    }

    private bool Claims(SessionCapabilities capability) => Store.Capabilities.HasFlag(capability);

    private static IEnumerable<Type> KitClasses(Type type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.IsGenericType && ancestor.GenericTypeArguments[0] == typeof(TStore)) yield return ancestor.GetGenericTypeDefinition();
        }
    }
}
