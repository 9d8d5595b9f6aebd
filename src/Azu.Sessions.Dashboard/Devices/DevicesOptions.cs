using Microsoft.AspNetCore.Http;

namespace Azu.Sessions.Dashboard;

/// <summary>How the page of devices looks, and what it asks for.</summary>
public sealed class DevicesOptions
{
    private TimeSpan? _recentSignIn = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Writes the page in the application's own frame: <see cref="DevicesPage.Content"/> goes where the content of a page goes. Status and content type
    /// are set before. Null: the page has a plain frame of its own.
    /// </summary>
    public Func<HttpContext, DevicesPage, Task>? Layout { get; set; }

    /// <summary>
    /// How long ago the sign-in may be. A user whose sign-in is older is sent to the sign-in page and back. Null: any sign-in will do. Default: 15 min.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not longer than zero.</exception>
    public TimeSpan? RecentSignIn
    {
        get => _recentSignIn;
        set
        {
            if (value <= TimeSpan.Zero)
                throw new ArgumentOutOfRangeException(nameof(value), value, "RecentSignIn must be longer than zero, or null for any sign-in.");
            _recentSignIn = value;
        }
    }

    /// <summary>
    /// The <c>Content-Security-Policy</c> of the page. Null: without a <see cref="Layout"/> nothing but the page's own style sheet and forms; with one
    /// also scripts, styles, images and fonts of this origin. A policy that the application has already set on the response stays.
    /// </summary>
    public string? ContentSecurityPolicy { get; set; }
}
