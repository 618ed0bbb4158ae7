namespace AccelSim.Reports.Tests.Html;

/// <summary>What a browser found on a page.</summary>
/// <param name="OpenMilliseconds">From the begin of loading until the page had everything and answered.</param>
/// <param name="Problems">Errors and warnings of the console, dialogs, requests of the network.</param>
/// <param name="Charts">What charts say they show.</param>
/// <param name="Blank">Those without anything drawn.</param>
/// <param name="Redrawn">Those without anything drawn after the switch of colours.</param>
/// <param name="Overflow">Pixels by which the page is wider than the window.</param>
/// <param name="Ground">Colour behind everything.</param>
/// <param name="Switched">The same after the switch of colours.</param>
/// <param name="Title">Of the window.</param>
/// <param name="Heading">Of the page.</param>
/// <param name="Rows">Rows of the table.</param>
/// <param name="Searched">Rows after a search for <c>conv1</c>.</param>
/// <param name="Sorted">State of a column after Enter on its head.</param>
/// <param name="Zoomed">Whether a key zoomed the timeline; null where there is none.</param>
/// <param name="Scripts">Elements that are scripts.</param>
/// <param name="Text">Words of the page.</param>
/// <param name="Links">Links to what is not there.</param>
/// <param name="Focus">What Tab leads to, in order.</param>
internal sealed record BrowserFinding(
    double OpenMilliseconds, IReadOnlyList<string> Problems, IReadOnlyList<string> Charts, IReadOnlyList<string> Blank, IReadOnlyList<string> Redrawn, int Overflow, string Ground, string Switched,
    string Title, string Heading, int Rows, int Searched, string Sorted, bool? Zoomed, int Scripts, string Text, IReadOnlyList<string> Links, IReadOnlyList<string> Focus);
