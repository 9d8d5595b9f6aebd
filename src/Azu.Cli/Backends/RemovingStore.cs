using Azu.Sessions;
using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary>Opens a store to end sessions in it. Where nodes keep copies of them they are told, if that is possible; else a warning says how long they may not know.</summary>
internal static class RemovingStore
{
    public static OpenStore Open(CommandRun run, StorePlace place, SessionIdentity.Flags flags)
    {
        if (!place.IsShared) return OpenStore.At(place);
        if (SessionIdentity.Of(run, flags) is not { } identity) return WithoutMessages(run, place, "SESSION_SECRET is not set");
        try
        {
            SessionSecrets.Fingerprint(identity.Secret);
            return OpenStore.Announcing(place, identity);
        }
        catch (InsecureSecretException)
        {
            return WithoutMessages(run, place, "SESSION_SECRET cannot be used (azu session:secret says why)");
        }
    }

    private static OpenStore WithoutMessages(CommandRun run, StorePlace place, string why)
    {
        if (place.IsClustered) run.Output.Warn($"{why}, so nodes that keep copies of sessions are not told. They may use a copy for LocalCacheTtl, 5 minutes by default.");
        return OpenStore.At(place);
    }
}
