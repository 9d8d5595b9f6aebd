namespace Azu.Sessions;

/// <summary>The name of a session type's options.</summary>
internal static class SessionTypeName
{
    public static string Of<TData>() => typeof(TData).FullName ?? typeof(TData).Name;
}
