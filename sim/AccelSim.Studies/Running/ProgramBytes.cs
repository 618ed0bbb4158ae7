using AccelSim.Isa.Image;
using AccelSim.Runtime;

namespace AccelSim.Studies;

/// <summary>A program as bytes, contents of parameters aside: programs that do the same in the same places have the same.</summary>
internal static class ProgramBytes
{
    /// <summary>The bytes.</summary>
    public static async Task<byte[]> OfAsync(ProgramImage image, CancellationToken cancellation)
    {
        using var stream = new MemoryStream();
        await ProgramImageFile.WriteAsync(ModelCompiler.ShapesOnly(image), stream, cancellation);
        return stream.ToArray();
    }
}
