namespace Azu.Sessions;

/// <summary>What a request makes of copies of its session.</summary>
[Flags]
internal enum StalenessPolicy
{
    /// <summary>A copy may admit it; while the store is down it gets none.</summary>
    None = 0,

    /// <summary>Only what the store says now will do.</summary>
    Fresh = 1,

    /// <summary>While the store is down, the last copy will do.</summary>
    StaleOnOutage = 2,
}
