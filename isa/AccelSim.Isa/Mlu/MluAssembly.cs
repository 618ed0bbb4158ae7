using System.Collections.Immutable;
using AccelSim.Isa.Assembly;

namespace AccelSim.Isa.Mlu;

/// <summary>How the cores for a kernel are allocated: single cores, or 2^k whole clusters together. [mlu-ops guide; CNRT_FUNC_TYPE_*]</summary>
/// <param name="Clusters">0 for BLOCK, otherwise the n of UNIONn.</param>
public readonly record struct MluTaskType(int Clusters)
{
    /// <summary>One task per core, each core scheduled on its own.</summary>
    public static MluTaskType Block => new(0);

    /// <summary>n clusters allocated together.</summary>
    public static MluTaskType Union(int clusters) => new(clusters);

    /// <summary>True for BLOCK.</summary>
    public bool IsBlock => Clusters == 0;

    /// <summary>Reads <c>block</c> or <c>union1</c>, <c>union2</c>, <c>union4</c> ...</summary>
    public static bool TryParse(string text, out MluTaskType type)
    {
        type = default;
        if (text.Equals("block", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (!text.StartsWith("union", StringComparison.OrdinalIgnoreCase) || !int.TryParse(text.AsSpan(5), out var clusters) || clusters is < 1 or > 64 || !int.IsPow2(clusters))
        {
            return false;
        }

        type = new MluTaskType(clusters);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => IsBlock ? "BLOCK" : $"UNION{Clusters}";
}

/// <summary>A kernel: its code and, for messages, where each instruction came from.</summary>
/// <param name="Name">Name.</param>
/// <param name="TaskType">Allocation it is meant for.</param>
/// <param name="UsesMemoryCore">True when the memory core of each cluster runs the kernel too (core id 0x80).</param>
/// <param name="Parameters">Names of the launch arguments in order.</param>
/// <param name="Instructions">Code.</param>
/// <param name="Lines">Source line of each instruction; empty when unknown.</param>
public sealed record MluKernel(
    string Name, MluTaskType TaskType, bool UsesMemoryCore, ImmutableArray<string> Parameters, ImmutableArray<MluInstruction> Instructions, ImmutableArray<int> Lines);

/// <summary>One kernel launch of a program's host command stream.</summary>
/// <param name="Kernel">Kernel name.</param>
/// <param name="TaskType">Allocation.</param>
/// <param name="DimX">Tasks along x.</param>
/// <param name="DimY">Tasks along y.</param>
/// <param name="DimZ">Tasks along z.</param>
/// <param name="Arguments">Arguments in order.</param>
/// <param name="Repeat">How many times it is launched back to back.</param>
public sealed record MluLaunch(string Kernel, MluTaskType TaskType, int DimX, int DimY, int DimZ, ImmutableArray<LaunchArgument> Arguments, int Repeat)
{
    /// <summary>Tasks in total.</summary>
    public long Tasks => (long)DimX * DimY * DimZ;
}

/// <summary>An assembled source: kernels, buffers and the launches to perform in order.</summary>
/// <param name="File">Name of the source.</param>
/// <param name="Kernels">Kernels in source order.</param>
/// <param name="Buffers">Buffers in source order.</param>
/// <param name="Launches">Launches in order.</param>
public sealed record MluAssembly(string File, ImmutableArray<MluKernel> Kernels, ImmutableArray<BufferDeclaration> Buffers, ImmutableArray<MluLaunch> Launches)
{
    /// <summary>The kernel of a name.</summary>
    public MluKernel Kernel(string name) => Kernels.First(kernel => kernel.Name == name);
}
