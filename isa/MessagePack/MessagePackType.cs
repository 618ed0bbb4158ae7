namespace MessagePack;

/// <summary>Kinds of values of the wire format.</summary>
public enum MessagePackType : byte
{
    /// <summary>The one code (0xc1) that the specification never uses.</summary>
    Unknown,
    Integer,
    Nil,
    Boolean,
    Float,
    String,
    Binary,
    Array,
    Map,
    Extension,
}
