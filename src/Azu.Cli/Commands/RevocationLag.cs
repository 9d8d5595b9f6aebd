using System.Globalization;
using System.Text.Json;
using Azu.Sessions;

namespace Azu.Cli;

/// <summary>How long nodes with copies may still admit a session that has just ended.</summary>
/// <param name="Longest">The longest bound that nodes have written; null: no node has written one, or they could not be asked. Zero: no node keeps copies.</param>
internal sealed record RevocationLag(TimeSpan? Longest)
{
    /// <summary>Asked after the removal: a node that starts later has no copy of what was removed.</summary>
    public static async Task<RevocationLag> FindAsync(OpenStore store, StoreLocation location, CancellationToken cancellation)
    {
        if (!location.IsShared) return new(TimeSpan.Zero);
        try
        {
            return new(await store.Sessions.FindMaxRevocationLagAsync(cancellation));
        }
        catch (SessionStoreException)
        {
            // The sessions have ended; only the bound is not known.
            return new((TimeSpan?)null);
        }
    }

    /// <summary>Says it to people; nothing where no node keeps copies.</summary>
    public void Report(CommandOutput output)
    {
        if (Longest == TimeSpan.Zero) return;
        output.Line(Longest is { } lag
            ? string.Create(CultureInfo.InvariantCulture, $"Nodes that reach the store may admit them for {lag.TotalSeconds:0.###} s more: the longest MaxRevocationLag that nodes have written.")
            : $"Nodes that reach the store may admit them for MaxRevocationLag more: {new NearCacheOptions().MaxRevocationLag.TotalSeconds:0.###} s unless set.");
    }

    /// <summary>The same for programs.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (Longest is { } lag) json.WriteNumber("maxRevocationLagSeconds", lag.TotalSeconds);
        else json.WriteNull("maxRevocationLagSeconds");
    }
}
