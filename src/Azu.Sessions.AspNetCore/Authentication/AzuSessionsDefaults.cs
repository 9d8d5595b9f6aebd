namespace Azu.Sessions;

/// <summary>Names that ASP.NET Core's authentication knows sessions by.</summary>
public static class AzuSessionsDefaults
{
    /// <summary>The scheme that <c>AddAuthentication().AddAzuSessions</c> adds, unless it is given another name.</summary>
    public const string AuthenticationScheme = "AzuSessions";
}
