using AccelSim.Machine.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>The matrix product that an instruction computes, or is a step of.</summary>
/// <param name="Shape">Tile as chip files name it, <c>m16n8k16</c>.</param>
/// <param name="Input">Type of the factors.</param>
/// <param name="Accumulator">Type of the sum.</param>
/// <param name="Steps">Instructions that make up the product, one after the other through the tensor core; 1 where it is one.</param>
public sealed record SimtProduct(string Shape, MmaInput Input, MmaAccumulator Accumulator, int Steps);
