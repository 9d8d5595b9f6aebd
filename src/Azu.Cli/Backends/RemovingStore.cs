namespace Azu.Cli;

/// <summary>Opens a store to end sessions in it. Nodes that share it are told of each, whether or not the secret and the names are the application's.</summary>
internal static class RemovingStore
{
    public static OpenStore Open(CommandRun run, StoreLocation location, SessionIdentity.Flags flags) =>
        location.IsShared ? OpenStore.Announcing(location, SessionIdentity.Of(run, flags)) : OpenStore.At(location);
}
