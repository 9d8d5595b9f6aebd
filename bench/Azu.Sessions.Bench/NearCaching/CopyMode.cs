namespace Azu.Sessions.Bench;

/// <summary>How nodes keep copies.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="HasLease">Whether copies outlive the bound, under a lease.</param>
/// <param name="Configure">Turns it on.</param>
internal sealed record CopyMode(string Name, bool HasLease, Action<AzuSessionsBuilder<UserSession>> Configure)
{
    public static IReadOnlyList<CopyMode> All { get; } =
    [
        new("none", HasLease: false, static _ => { }),
        new("default", HasLease: false, static builder => builder.WithNearCache()),
        new("lease", HasLease: true, static builder => builder.WithNearCache(c => c.TimeToLive = TimeSpan.FromMinutes(5))),
    ];
}
