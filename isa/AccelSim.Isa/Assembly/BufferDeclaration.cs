namespace AccelSim.Isa.Assembly;

/// <summary>A buffer in device memory declared by a program.</summary>
/// <param name="Name">Name; as a launch argument it stands for the buffer's address.</param>
/// <param name="Element">Element type.</param>
/// <param name="Count">Elements.</param>
/// <param name="Fill">Initial contents.</param>
public sealed record BufferDeclaration(string Name, BufferElement Element, long Count, BufferFill Fill)
{
    /// <summary>Size, rounded up to whole bytes.</summary>
    public long Bytes => ((Count * Element.Bits) + 7) / 8;
}
