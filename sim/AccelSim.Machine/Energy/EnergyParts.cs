using System.Text.Json;
using AccelSim.Machine.Simt;

namespace AccelSim.Machine;

/// <summary>Names of the parts of a chip's energy: the paths of their values below <c>energy</c> in the chip file, or <c>dram.</c> and the name below <c>dram.device.energy</c>.</summary>
public static class EnergyParts
{
    public const string Static = "static";
    public const string DramActivate = "dram.activate";
    public const string DramRead = "dram.read";
    public const string DramWrite = "dram.write";
    public const string DramRefresh = "dram.refresh";
    public const string DramBackground = "dram.background";
    public const string Scalar = "scalar";
    public const string Instruction = "instruction";

    /// <summary>Multiply-adds of a format.</summary>
    public static string Matrix(MacFormat format) => "matrix." + JsonNamingPolicy.CamelCase.ConvertName(format.ToString());

    /// <summary>Multiply-adds of a type of the tensor cores.</summary>
    public static string Matrix(MmaInput input) => "matrix." + JsonNamingPolicy.CamelCase.ConvertName(input.ToString());

    /// <summary>Operations of the lanes of a unit.</summary>
    public static string Lanes(SimtUnit unit) => "lanes." + JsonNamingPolicy.CamelCase.ConvertName(unit.ToString());

    /// <summary>Elements of a format in the vector lanes.</summary>
    public static string Vector(VectorFormat format) => "vector." + JsonNamingPolicy.CamelCase.ConvertName(format.ToString());

    /// <summary>Bytes read from a memory of that name.</summary>
    public static string Read(string memory) => $"memories.{memory}.read";

    /// <summary>Bytes written to a memory of that name.</summary>
    public static string Write(string memory) => $"memories.{memory}.write";

    /// <summary>Bytes over a connection of that name.</summary>
    public static string Link(string name) => $"links.{name}";
}
