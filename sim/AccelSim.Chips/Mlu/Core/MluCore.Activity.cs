using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;
using AccelSim.Machine;

namespace AccelSim.Chips.Mlu;

/// <summary>What an instruction does that costs energy, counted once when a unit takes it.</summary>
internal sealed partial class MluCore
{
    /// <summary>What its units did.</summary>
    public MluActivity Activity;

    private void CountActivity(in QueueEntry entry)
    {
        ref readonly var operation = ref entry.Operation;
        var regions = MluFootprint.Of(operation);
        for (var i = 0; i < regions.Count; i++)
        {
            var region = regions[i];
            Activity.AddBytes(region.Pattern.Space, region.IsWrite, region.Pattern.Bytes);
        }

        switch (entry.Timing)
        {
            case MluTiming.Convolution:
                Activity.AddMacs(Format(operation), MluConvShape.Of(operation).Macs);
                break;
            case MluTiming.MatrixProduct:
                Activity.AddMacs(Format(operation), MluMatmulShape.Of(operation).Macs);
                break;
            case MluTiming.GatherScatter:
                // Where its pieces lie is data, so the footprint holds one byte for all of them.
                var bytes = operation[3] * operation[4];
                Activity.AddBytes(operation.Instruction.Space, operation.Opcode == MluOpcode.Scatter, bytes - Math.Min(bytes, 1));
                break;
            default:
                if (Program.Info[operation.Pc].Unit == MluUnit.Vector)
                {
                    Activity.AddElements(VectorFormats.Of(operation), _context.Compute.Elements(operation, entry.Timing));
                }

                break;
        }
    }

    private static MacFormat Format(in MluOperation operation) => MacFormats.Of(operation.Instruction.Type1, operation.Instruction.Type2);
}
