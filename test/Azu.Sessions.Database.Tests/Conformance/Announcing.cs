using System.Text;

namespace Azu.Sessions.Database.Tests;

/// <summary>The statements that also announce keep every promise of those that do not.</summary>
public sealed class AnnouncingPostgres : Postgres
{
    public override int Rounds => 20;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        // Nobody listens: who announces need not know.
        foreach (var node in (ISessionStore[])[Store, OtherNode, Neighbour]) await ((IAnnouncingStore)node).AnnounceWith(new PlainAnnouncer()).DisposeAsync();
    }
}

/// <summary>Announcements that a person can read.</summary>
internal sealed class PlainAnnouncer : ISessionAnnouncer
{
    public byte[] Updated(SessionId id, long version) => Encoding.UTF8.GetBytes($"updated {id} {version}");

    public byte[] Removed(SessionId id) => Encoding.UTF8.GetBytes($"removed {id}");
}

public sealed class AnnouncingPostgresUpdateConformance : UpdateConformance<AnnouncingPostgres>;
public sealed class AnnouncingPostgresCreateConformance : CreateConformance<AnnouncingPostgres>;
public sealed class AnnouncingPostgresRemoveConformance : RemoveConformance<AnnouncingPostgres>;
public sealed class AnnouncingPostgresTouchConformance : TouchConformance<AnnouncingPostgres>;
[Trait("Tier", "Soak")]
public sealed class AnnouncingPostgresRoundTripConformance : RoundTripConformance<AnnouncingPostgres>;
[Trait("Tier", "Soak")]
public sealed class AnnouncingPostgresLookupConformance : LookupConformance<AnnouncingPostgres>;
public sealed class AnnouncingPostgresClearConformance : ClearConformance<AnnouncingPostgres>;
public sealed class AnnouncingPostgresIndexRaces : IndexRaces<AnnouncingPostgres>;
public sealed class AnnouncingPostgresStoreRaces : StoreRaces<AnnouncingPostgres>;
