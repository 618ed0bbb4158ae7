using System.Collections.Immutable;

namespace AccelSim.Studies;

/// <summary>Something that a study varies.</summary>
/// <param name="Name">Name in tables and expressions: <c>model</c>, <c>batch</c>, a path of the chip file, an axis.</param>
/// <param name="Key">Key of the study file, for messages.</param>
/// <param name="Choices">Its values, one at least.</param>
public sealed record StudyDimension(string Name, string Key, ImmutableArray<StudyChoice> Choices);
