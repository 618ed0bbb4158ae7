using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>A kernel prepared for execution: decoded instructions and their static properties, indexed by program counter.</summary>
public sealed class SimtProgram
{
    private readonly SimtInstruction[] _instructions;
    private readonly SimtStaticInfo[] _info;

    /// <summary>Prepares a kernel.</summary>
    public SimtProgram(SimtKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        Kernel = kernel;
        _instructions = [.. kernel.Instructions];
        _info = [.. kernel.Instructions.Select(instruction => SimtStaticInfo.Of(instruction))];
        Slice = SimtControlSlice.Of(_instructions, _info);
    }

    /// <summary>The kernel this was made from.</summary>
    public SimtKernel Kernel { get; }

    /// <summary>What has to be evaluated to know addresses, predicates and branches.</summary>
    public SimtControlSlice Slice { get; }

    /// <summary>Instructions by program counter.</summary>
    public ReadOnlySpan<SimtInstruction> Instructions => _instructions;

    /// <summary>Static properties by program counter.</summary>
    public ReadOnlySpan<SimtStaticInfo> Info => _info;

    /// <summary>A position for messages: kernel, program counter, source line and instruction.</summary>
    public string Describe(int pc)
    {
        if ((uint)pc >= (uint)_instructions.Length)
        {
            return $"{Kernel.Name}+{pc} (outside the kernel)";
        }

        var line = pc < Kernel.Lines.Length ? $" (line {Kernel.Lines[pc]})" : "";
        return $"{Kernel.Name}+{pc}{line}: {_instructions[pc]}";
    }
}
