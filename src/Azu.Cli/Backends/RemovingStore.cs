namespace Azu.Cli;

/// <summary>Opens a store to end sessions in it. Each end is announced to the nodes that share it, with or without the right secret and names.</summary>
internal static class RemovingStore
{
    public static OpenStore Open(CommandRun run, StoreLocation location, SessionIdentity.Flags flags) =>
        location.IsShared ? OpenStore.Announcing(location, SessionIdentity.Of(run, flags)) : OpenStore.At(location);
}
