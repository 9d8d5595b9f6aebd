namespace Azu.Sessions;

/// <summary>Which optional parts a packed record has; see <see cref="PackedRecordLayout"/>.</summary>
[Flags]
internal enum PackedParts : ushort
{
    None = 0,
    Subject = 1 << 0,
    Indexes = 1 << 1,
    PreviousSecret = PackedRecordLayout.PreviousSecretPart,
    RotatedAt = 1 << 3,
    SignedInAt = 1 << 4,
    IdleTimeout = 1 << 5,
    SubjectStamp = 1 << 6,
    AbsoluteExpiry = 1 << 7,
    OwnPersistence = 1 << 8,
    Persistent = 1 << 9,
    Client = 1 << 10,
    ClientAddress = 1 << 11,
    ClientUserAgent = 1 << 12,
    Fingerprint = 1 << 13,
    All = (1 << 14) - 1,
}
