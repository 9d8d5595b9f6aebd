namespace Azu.Sessions.Dashboard;

/// <summary>What the forms of the page are called, where they are written and where they are read.</summary>
internal static class DeviceForm
{
    /// <summary>The hidden field.</summary>
    public const string Proof = "proof";

    /// <summary>The part of the page that signs all other devices out.</summary>
    public const string Others = "others";

    /// <summary>The part of the page that signs every device out.</summary>
    public const string Everywhere = "everywhere";
}
