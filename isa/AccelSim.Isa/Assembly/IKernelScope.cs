namespace AccelSim.Isa.Assembly;

/// <summary>A kernel being assembled, as far as all families treat it alike.</summary>
internal interface IKernelScope
{
    void DefineLabel(Token label);

    void AddParameter(int column, string parameter);

    void AddAlias(int column, string alias, TokenCursor cursor);

    /// <summary>Assembles one instruction.</summary>
    void Add(TokenCursor cursor, int line);
}
