using System.Collections.Immutable;
using AccelSim.Machine;

namespace AccelSim.Studies;

/// <summary>One run of a study.</summary>
/// <param name="Number">Its place in the study, from 0; places that a condition rules out are left out.</param>
/// <param name="Choices">What it takes of each dimension, in their order.</param>
/// <param name="Run">The run.</param>
public sealed record StudyPoint(long Number, ImmutableArray<StudyChoice> Choices, RunSpec Run);
