namespace Azu.Sessions.Conformance.Tests;

[Trait("Requirement", "R-80")]
public sealed class CompletenessTests
{
    [Fact]
    public void A_store_author_who_forgets_a_class_is_told_which()
    {
        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => new Complete<Forgetful>().Every_class_of_the_kit_that_applies_is_derived());
        Assert.Contains("public sealed class ForgetfulCreateConformance : CreateConformance<Forgetful>;", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("UpdateConformance", failure.Message, StringComparison.Ordinal);
        Assert.Contains("ReportedExpiryConformance", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SilentExpiryConformance", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_that_claims_an_index_and_gives_none_is_caught() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => new Complete<ClaimsTooMuch>().The_store_claims_what_it_gives());

    [Fact]
    public void A_store_that_claims_to_be_shared_and_shows_no_other_node_is_caught() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => new Complete<ClaimsShared>().The_store_claims_what_it_gives());

    [Fact]
    public async Task A_class_that_does_not_apply_says_so()
    {
        await using var facts = new Lists<ClaimsTooMuch>();
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(facts.An_empty_store_lists_nothing);
        Assert.Contains("does not apply", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kit_knows_all_its_classes()
    {
        var kit = typeof(StoreFacts<>).Assembly.GetExportedTypes().Where(type => type.IsAbstract && type.IsGenericTypeDefinition).ToHashSet();
        kit.ExceptWith([typeof(StoreFacts<>), typeof(IndexFacts<>), typeof(AnnouncementFacts<>), typeof(ConformanceIsComplete<>)]);
        var local = Derived<Local>();
        var shared = Derived<Shared>();
        var announcing = Derived<Announcing>();
        Assert.Equal(kit.Select(type => type.Name).Order(), local.Union(shared).Union(announcing).Select(type => type.Name).Order());

        // And the fact asks for each of them: taking any one away is noticed by name.
        Assert.Equal(local.Select(Name).Order(), Missing<LocalWithNothing>().Order());
        Assert.Equal(shared.Select(Name).Order(), Missing<SharedWithNothing>().Order());
        Assert.Equal(announcing.Select(Name).Order(), Missing<AnnouncingWithNothing>().Order());
    }

    private static HashSet<Type> Derived<TRig>() =>
        [.. typeof(CompletenessTests).Assembly.GetExportedTypes()
            .Select(type => type.BaseType)
            .Where(type => type is { IsGenericType: true } && type.GenericTypeArguments[0] == typeof(TRig) && type.Name != typeof(ConformanceIsComplete<>).Name)
            .Select(type => type!.GetGenericTypeDefinition())];

    private static IEnumerable<string> Missing<TRig>()
        where TRig : StoreUnderTest, new()
    {
        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => new Complete<TRig>().Every_class_of_the_kit_that_applies_is_derived());
        return failure.Message.Split('\n').Where(line => line.Contains(" : ", StringComparison.Ordinal)).Select(line => line.Split(" : ")[1].Split('<')[0]);
    }

    private static string Name(Type type) => type.Name.Split('`')[0];

    private sealed class Complete<TRig> : ConformanceIsComplete<TRig>
        where TRig : StoreUnderTest, new();

    private sealed class Lists<TRig> : ListConformance<TRig>
        where TRig : StoreUnderTest, new();

    private sealed class LocalWithNothing : Reference<ReferenceStore>;

    private sealed class SharedWithNothing : SharedStoreUnderTest
    {
        private readonly SharedStore _store = new();

        public override ISessionStore Store => _store;

        public override ISessionIndex? Index => _store;

        public override ISessionStore OtherNode => _store;

        public override ISessionStore Neighbour => _store;

        public override ISessionStore? Unreachable { get; } = new DownStore();

        public override ValueTask SpoilAsync(SessionId id, Spoiling how) => _store.Data.SpoilAsync(id, how);
    }

    private sealed class AnnouncingWithNothing : AnnouncingNodes<AnnouncingReferenceStore>;

    private sealed class ClaimsTooMuch : StoreUnderTest
    {
        public override ISessionStore Store { get; } = new ReferenceStore();

        public override ValueTask SpoilAsync(SessionId id, Spoiling how) => throw new NotSupportedException();
    }

    private sealed class ClaimsShared : Reference<SharedStore>;
}

public sealed class Forgetful : Reference<ReferenceStore>;

public sealed class ForgetfulUpdateConformance : UpdateConformance<Forgetful>;
