namespace MessagePack;

/// <summary>Bytes that are not the MessagePack value asked for: another kind, out of range, or cut short.</summary>
public sealed class MessagePackSerializationException : Exception
{
    public MessagePackSerializationException(string message)
        : base(message)
    {
    }

    public MessagePackSerializationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
