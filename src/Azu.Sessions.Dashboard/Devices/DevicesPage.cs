using Microsoft.AspNetCore.Html;

namespace Azu.Sessions.Dashboard;

/// <summary>What a layout puts into the application's frame.</summary>
public sealed class DevicesPage
{
    internal DevicesPage(string title, string content) => (Title, Content) = (title, new HtmlString(content));

    /// <summary>The title, as text.</summary>
    public string Title { get; }

    /// <summary>
    /// The content, as HTML: a link to its style sheet and one element of the class <c>azu-devices</c>. Razor shows it by <c>@Model.Content</c>; in a text it
    /// is <c>{page.Content}</c>.
    /// </summary>
    public IHtmlContent Content { get; }
}
