using AccelSim.Isa.Image;

namespace AccelSim.Compiler.Lowering;

/// <summary>
/// Assigns device addresses. Weights, inputs and outputs keep theirs for the whole program; workspace is shared by lifetime: largest
/// buffers first, each at the lowest address where it meets no buffer that lives at the same time.
/// </summary>
internal static class MemoryPlanner
{
    private const long Alignment = 512;

    /// <summary>Plans all buffers and returns the bytes of device memory in use.</summary>
    public static long Plan(List<PlannedBuffer> buffers)
    {
        var top = 0L;
        foreach (var buffer in buffers.Where(buffer => buffer.Kind != BufferKind.Workspace))
        {
            buffer.Address = top;
            top = Align(top + buffer.Bytes);
        }

        var floor = top;
        var placed = new List<PlannedBuffer>();
        foreach (var buffer in buffers.Where(buffer => buffer.Kind == BufferKind.Workspace && buffer.LastUse >= 0)
            .Select((buffer, number) => (buffer, number)).OrderByDescending(entry => entry.buffer.Bytes).ThenBy(entry => entry.number).Select(entry => entry.buffer))
        {
            var address = floor;
            foreach (var other in placed.Where(other => other.FirstUse <= buffer.LastUse && buffer.FirstUse <= other.LastUse).OrderBy(other => other.Address))
            {
                if (address + buffer.Bytes <= other.Address)
                {
                    break;
                }

                address = Math.Max(address, Align(other.Address + other.Bytes));
            }

            buffer.Address = address;
            placed.Add(buffer);
            top = Math.Max(top, Align(address + buffer.Bytes));
        }

        return top;
    }

    private static long Align(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;
}
