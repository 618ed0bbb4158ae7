using System.Collections.Immutable;

namespace AccelSim.Studies;

/// <summary>One value of a dimension.</summary>
/// <param name="Label">As tables show it.</param>
/// <param name="Value">As expressions read it: a number where it is written as one (in its own unit), else the text.</param>
/// <param name="Settings">Overrides of the chip file that it stands for.</param>
public sealed record StudyChoice(string Label, object Value, ImmutableArray<KeyValuePair<string, string>> Settings);
