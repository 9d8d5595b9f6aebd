using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Shop;

/// <summary>Shows a view in the frame of the shop, for what is no page: the list of devices, and what goes wrong with sessions.</summary>
internal static class ShopView
{
    public static Task ShowAsync(HttpContext context, string name, object model)
    {
        // With the name of a page its layout is looked for where those of pages are.
        var route = new RouteData(context.Request.RouteValues) { Values = { ["page"] = $"/{name}" } };
        var view = new ViewResult
        {
            ViewName = $"/Pages/Shared/{name}.cshtml",
            ViewData = new(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = model },
            ContentType = context.Response.ContentType,
            StatusCode = context.Response.StatusCode,
        };
        return view.ExecuteResultAsync(new(context, route, new ActionDescriptor()));
    }
}
