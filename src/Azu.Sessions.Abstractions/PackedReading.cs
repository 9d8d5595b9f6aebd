namespace Azu.Sessions;

/// <summary>What a block of bytes turned out to be.</summary>
public enum PackedReading
{
    /// <summary>Its checksum is wrong, or it makes no sense: damaged, torn, or never a record. It admits no caller on any node.</summary>
    Broken,

    /// <summary>A record that this version reads.</summary>
    Record,

    /// <summary>A whole record that a newer version of the library wrote. Keep it: other nodes read it.</summary>
    Newer,
}
