using System.Collections.Immutable;

namespace AccelSim.Reports;

/// <summary>One run of a study: its configuration, and its figures or why it failed.</summary>
/// <param name="Labels">What it took of each dimension, in their order; null where it has none.</param>
/// <param name="Values">Its figures, in the order of the metrics; null where it has none.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
/// <param name="Note">What else is to be said of it, such as a requirement that it breaks; may be empty.</param>
public sealed record StudyPagePoint(ImmutableArray<string?> Labels, ImmutableArray<double?> Values, string? Error, string Note = "");
