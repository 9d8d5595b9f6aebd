namespace Azu.Sessions.Conformance.Tests;

/// <summary>A fresh folder for each fact, a second node on it, and another application beside it.</summary>
public sealed class InFolder : SharedStoreUnderTest
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-");

    public InFolder()
    {
        Store = new FolderStore(Folder("ours"), Clock);
        OtherNode = new FolderStore(Folder("ours"), Clock);
        Neighbour = new FolderStore(Folder("theirs"), Clock);
    }

    public override ISessionStore Store { get; }

    public override ISessionStore OtherNode { get; }

    public override ISessionStore Neighbour { get; }

    public override ISessionStore? Unreachable { get; } = new FolderStore("/there/is/no/such/folder", TimeProvider.System);

    public override int Rounds => 20;

    public override async ValueTask SpoilAsync(SessionId id, Spoiling how)
    {
        var file = Path.Combine(Folder("ours"), id.ToString());
        await File.WriteAllBytesAsync(file, SpoiltRecord.Of(await File.ReadAllBytesAsync(file), how));
    }

    public override ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return default;
    }

    private string Folder(string name) => _root.CreateSubdirectory(name).FullName;
}

public sealed class InFolderIsComplete : ConformanceIsComplete<InFolder>;
public sealed class InFolderCreateConformance : CreateConformance<InFolder>;
public sealed class InFolderUpdateConformance : UpdateConformance<InFolder>;
public sealed class InFolderTouchConformance : TouchConformance<InFolder>;
public sealed class InFolderRemoveConformance : RemoveConformance<InFolder>;
public sealed class InFolderExpiryConformance : ExpiryConformance<InFolder>;
public sealed class InFolderRoundTripConformance : RoundTripConformance<InFolder>;
public sealed class InFolderIsolationConformance : IsolationConformance<InFolder>;
public sealed class InFolderCancellationConformance : CancellationConformance<InFolder>;
public sealed class InFolderStoreRaces : StoreRaces<InFolder>;
public sealed class InFolderRemoveConditionConformance : RemoveConditionConformance<InFolder>;
public sealed class InFolderRemoveRaces : RemoveRaces<InFolder>;
public sealed class InFolderUnreadableConformance : UnreadableConformance<InFolder>;
public sealed class InFolderSharedStoreConformance : SharedStoreConformance<InFolder>;
public sealed class InFolderUnreachableConformance : UnreachableConformance<InFolder>;
public sealed class InFolderGivenUpConformance : GivenUpConformance<InFolder>;
