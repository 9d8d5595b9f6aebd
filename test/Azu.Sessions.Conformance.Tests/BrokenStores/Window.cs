namespace Azu.Sessions.Conformance.Tests;

/// <summary>The moment between looking and acting, in stores that do not close it: long enough for others to get in.</summary>
internal static class Window
{
    public static async Task OpenAsync()
    {
        for (var i = 0; i < 20; i++) await Task.Yield();
    }
}
